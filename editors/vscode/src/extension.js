// The extension: starts `constdsl lsp` when a text is opened, and shows histories beside it.

const vscode = require('vscode');
const { HistoryView } = require('./history');
const { Service } = require('./service');

const FENCE = /^[ \t>]*(?:`{3,}|~{3,})[ \t]*const\b/m;

/** @param {vscode.ExtensionContext} context */
function activate(context) {
  const service = new Service();
  const icon = {
    light: vscode.Uri.joinPath(context.extensionUri, 'icons', 'const-light.svg'),
    dark: vscode.Uri.joinPath(context.extensionUri, 'icons', 'const-dark.svg'),
  };
  const history = new HistoryView((uri, key) => service.ask('constdsl/history', { uri, key }), icon);

  /** @param {readonly vscode.TextDocument[]} documents */
  const startFor = (documents) => {
    if (!service.wanted && documents.some(isOurs)) {
      service.start();
    }
  };

  context.subscriptions.push(
    service,
    history,
    vscode.commands.registerCommand('constdsl.showHistory', (uri, key) => history.show(uri, key)),
    vscode.commands.registerCommand('constdsl.restart', () => service.restart()),
    vscode.commands.registerCommand('constdsl.showLog', () => service.showLog()),
    vscode.workspace.onDidOpenTextDocument((document) => startFor([document])),
    vscode.workspace.onDidSaveTextDocument((document) => startFor([document])),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (service.wanted && ['constdsl.path', 'constdsl.interpreter'].some((each) => change.affectsConfiguration(each))) {
        service.restart();
      }
    }),
  );
  startFor(vscode.workspace.textDocuments);
}

/**
 * Whether a text is a constitution, or a page with one in it; other pages need no server.
 *
 * @param {vscode.TextDocument} document
 */
function isOurs(document) {
  return document.languageId === 'constdsl' || (document.languageId === 'markdown' && FENCE.test(document.getText()));
}

module.exports = { activate };
