// Part lines into tokens as VS Code does, by the grammars of the extension.
//
//   node tokens.mjs EXTENSION < {"scope": NAME OF A GRAMMAR, "lines": [LINE…]}
//
// Prints, for each line, a list of [TEXT, [SCOPE…]].

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const extension = process.argv[2];
const require = createRequire(path.join(extension, 'package.json'));
const { Registry, INITIAL, parseRawGrammar } = require('vscode-textmate');
const oniguruma = require('vscode-oniguruma');

const MARKDOWN = '{"scopeName": "text.html.markdown", "patterns": [{"name": "meta.paragraph.markdown", "match": ".+"}]}';

await oniguruma.loadWASM(fs.readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')).buffer);
const { grammars } = JSON.parse(fs.readFileSync(path.join(extension, 'package.json'), 'utf-8')).contributes;
const registry = new Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async (scope) => {
    const file = grammars.find((each) => each.scopeName === scope)?.path;
    const text = file ? fs.readFileSync(path.join(extension, file), 'utf-8') : MARKDOWN;
    return parseRawGrammar(text, 'grammar.json');
  },
  getInjections: (scope) => grammars.filter((each) => each.injectTo?.includes(scope)).map((each) => each.scopeName),
});

const asked = JSON.parse(fs.readFileSync(0, 'utf-8'));
const grammar = await registry.loadGrammar(asked.scope);
let state = INITIAL;
const told = asked.lines.map((line) => {
  const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
  state = ruleStack;
  return tokens.map(({ startIndex, endIndex, scopes }) => [line.slice(startIndex, endIndex), scopes]);
});
console.log(JSON.stringify(told));
