// Put the licences of the libraries that are part of the bundle beside it.

import fs from 'node:fs';
import path from 'node:path';

const { inputs } = JSON.parse(fs.readFileSync('dist/bundle.json', 'utf-8'));
const folders = new Set(
  Object.keys(inputs)
    .map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0])
    .filter((folder) => folder !== undefined),
);
const notices = [...folders].sort().map((folder) => {
  const { name, version, license } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf-8'));
  const file = fs.readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined) {
    throw new Error(`${folder} has no licence`);
  }
  const text = fs.readFileSync(path.join(folder, file), 'utf-8').trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
});
fs.rmSync('dist/bundle.json');
fs.writeFileSync('dist/licences.txt', notices.join(`\n${'-'.repeat(80)}\n\n`));
