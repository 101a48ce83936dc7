// A history, read beside the text: what somebody does, step by step, and the articles that let them.

const vscode = require('vscode');

/** Milliseconds without news of a text before its history is asked for again. */
const REST = 500;

/** @typedef {{ title: string, markdown: string }} History */

const PLACE = 'constdsl.showPlace';
const GONE = 'The text has changed since this was found.';

class HistoryView {
  /**
   * @param {(uri: string, key: string) => Promise<History | null>} ask
   * @param {{ light: vscode.Uri, dark: vscode.Uri }} icon
   */
  constructor(ask, icon) {
    this.ask = ask;
    this.icon = icon;
    /** @type {vscode.WebviewPanel | undefined} */
    this.panel = undefined;
    /** @type {{ text: string, uri: string, key: string, history: History } | undefined} */
    this.shown = undefined;
    /** @type {NodeJS.Timeout | undefined} */
    this.timer = undefined;
    this.watch = vscode.languages.onDidChangeDiagnostics((change) => {
      if (change.uris.some((uri) => uri.toString() === this.shown?.text)) {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.refresh(), REST);
      }
    });
    this.place = vscode.commands.registerCommand(PLACE, showPlace);
  }

  dispose() {
    clearTimeout(this.timer);
    this.place.dispose();
    this.watch.dispose();
    this.panel?.dispose();
  }

  /**
   * @param {string} uri
   * @param {string} key
   */
  async show(uri, key) {
    const history = await this.ask(uri, key);
    if (history === null) {
      vscode.window.showInformationMessage('There is no history to show: the text has changed since.');
      return;
    }
    this.shown = { text: vscode.Uri.parse(uri).toString(), uri, key, history };
    if (this.panel === undefined) {
      const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.panel = vscode.window.createWebviewPanel('constdsl.history', history.title, place, {
        enableScripts: false,
        enableCommandUris: [PLACE],
        enableFindWidget: true,
        localResourceRoots: [],
      });
      this.panel.iconPath = this.icon;
      this.panel.onDidDispose(() => {
        this.panel = undefined;
        this.shown = undefined;
      });
    } else {
      this.panel.reveal(undefined, true);
    }
    await this.draw(history);
  }

  /** Ask again after the text was read anew; what is gone stays readable, and says so. */
  async refresh() {
    const asked = this.shown;
    if (asked === undefined) {
      return;
    }
    const history = await this.ask(asked.uri, asked.key);
    if (this.shown !== asked) {
      return;
    }
    if (history !== null) {
      asked.history = history;
    }
    await this.draw(asked.history, history === null);
  }

  /**
   * @param {History} history
   * @param {boolean} [gone]
   */
  async draw(history, gone = false) {
    /** @type {string} */
    const body = await vscode.commands.executeCommand('markdown.api.render', withPlaces(history.markdown));
    if (this.panel !== undefined) {
      this.panel.title = history.title;
      this.panel.webview.html = page(history.title, body, gone);
    }
  }
}

/**
 * Links to lines of texts, as a command that shows them; a link to a file is taken for plain text otherwise.
 *
 * @param {string} markdown
 */
function withPlaces(markdown) {
  return markdown.replace(/\]\(<(file:[^<>\s]*?)(?:#L(\d+))?>\)/g, (_, address, line) => {
    const argument = encodeURIComponent(JSON.stringify([address, Number(line ?? 1)]));
    return `](<command:${PLACE}?${argument}>)`;
  });
}

/**
 * Show a line of a text where texts are, and leave the history in sight.
 *
 * @param {string} address
 * @param {number} line
 */
async function showPlace(address, line) {
  const at = new vscode.Range(line - 1, 0, line - 1, 0);
  await vscode.window.showTextDocument(vscode.Uri.parse(address), { viewColumn: vscode.ViewColumn.One, selection: at });
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/**
 * Nothing in the page can run, and nothing is fetched.
 *
 * @param {string} title
 * @param {string} body
 * @param {boolean} gone
 */
function page(title, body, gone) {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body class="${gone ? 'gone' : ''}">
${gone ? `<p class="note">${GONE}</p>` : ''}
<main>${body}</main>
</body>
</html>`;
}

const STYLE = `
body { padding: 1.5em 2em 3em; line-height: 1.55; font-size: 1.05em; }
main { max-width: 46em; }
h1 { font-size: 1.5em; font-weight: 600; line-height: 1.25; margin: 0 0 0.8em; }
h2, h3 { font-size: 1.1em; font-weight: 600; margin: 1.6em 0 0.5em; }
a { text-decoration: none; }
a:hover { text-decoration: underline; }
p, ul, ol { margin: 0 0 0.8em; }
ol { padding-left: 1.8em; }
li { margin: 0.35em 0; }
code { font-family: var(--vscode-editor-font-family); font-size: 0.95em; color: inherit;
  background: var(--vscode-textCodeBlock-background); padding: 0.1em 0.35em; border-radius: 3px; }
pre { background: var(--vscode-textCodeBlock-background); padding: 0.8em 1em; border-radius: 4px; overflow-x: auto; }
pre code { background: none; padding: 0; }
blockquote { margin: 0 0 0.8em; padding: 0.1em 1em; border-left: 3px solid var(--vscode-textBlockQuote-border); }
table { border-collapse: collapse; margin: 0 0 1em; }
th { text-align: left; font-weight: 600; color: var(--vscode-descriptionForeground); }
th, td { padding: 0.45em 1.2em 0.45em 0; vertical-align: top;
  border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-editorWidget-border)); }
td:first-child { font-variant-numeric: tabular-nums; }
.note { margin: 0 0 1.5em; padding: 0.6em 1em; border-left: 3px solid var(--vscode-editorWarning-foreground);
  background: var(--vscode-textBlockQuote-background); }
.gone main { opacity: 0.6; }
`;

module.exports = { HistoryView };
