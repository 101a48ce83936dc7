// The conversation with `constdsl lsp`: one program at a time, and one message when there is none.

const { spawn } = require('node:child_process');
const os = require('node:os');
const vscode = require('vscode');
const { CloseAction, ErrorAction, LanguageClient, State } = require('vscode-languageclient/node');
const { candidates, reasonIn, shown, tried } = require('./program');

const ADVICE =
  "Install it with: pip install 'constdsl[lsp]'. If it is installed, name its place in the setting constdsl.path.";
const STOPPED_AT_ONCE = 'constdsl stopped while it was starting';
const MOST_CRASHES = 3;
const CRASH_SPAN = 3 * 60_000;

/** A client that writes faults into its log; the person is told once, by the service. */
class QuietClient extends LanguageClient {
  /**
   * @param {string} message
   * @param {unknown} [data]
   */
  error(message, data) {
    super.error(message, data, false);
  }
}

class Service {
  constructor() {
    this.log = vscode.window.createOutputChannel('constdsl');
    /** Whether a server was asked for, be it running or not. */
    this.wanted = false;
    /** @type {LanguageClient | undefined} */
    this.client = undefined;
    /** @type {Promise<void>} */
    this.last = Promise.resolve();
    this.complaint = '';
  }

  start() {
    this.wanted = true;
    this.last = this.last.then(() => this.begin());
    return this.last;
  }

  restart() {
    this.last = this.last.then(() => this.end());
    return this.start();
  }

  dispose() {
    this.last = this.last.then(() => this.end()).finally(() => this.log.dispose());
    return this.last;
  }

  showLog() {
    this.log.show(true);
  }

  /**
   * Ask the server; null where there is none.
   *
   * @param {string} method
   * @param {unknown} parameters
   * @returns {Promise<any>}
   */
  async ask(method, parameters) {
    await this.last;
    return this.client?.state === State.Running ? this.client.sendRequest(method, parameters) : null;
  }

  async begin() {
    if (this.client !== undefined) {
      return;
    }
    const settings = vscode.workspace.getConfiguration('constdsl');
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const program = await this.find({
      path: settings.get('path', ''),
      interpreter: settings.get('interpreter', ''),
      folder: folder?.scheme === 'file' ? folder.fsPath : undefined,
    });
    if (program === undefined) {
      this.tell(`constdsl is not installed, or not where it was looked for. ${ADVICE}`);
      return;
    }
    const client = this.clientFor(program, settings);
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.log.appendLine(`${error}`);
      this.giveUp(client, STOPPED_AT_ONCE);
    }
  }

  /**
   * @param {LanguageClient} client
   * @param {string} fault
   */
  giveUp(client, fault) {
    if (this.client === client) {
      this.client = undefined;
      this.tell(`${fault}: ${reasonIn(this.complaint) || `no reason was given. ${ADVICE}`}`);
    }
  }

  async end() {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      this.log.appendLine(`${error}`); // it had stopped by itself
    }
  }

  /**
   * The first program that answers.
   *
   * @param {import('./program').Choice} choice
   */
  async find(choice) {
    for (const program of candidates(choice)) {
      const answer = await tried(program);
      if ('version' in answer) {
        this.log.appendLine(`${shown(program)}: version ${answer.version}`);
        return program;
      }
      this.log.appendLine(`${shown(program)}: ${answer.reason}`);
    }
    return undefined;
  }

  /**
   * @param {import('./program').Program} program
   * @param {vscode.WorkspaceConfiguration} settings
   */
  clientFor(program, settings) {
    /** @type {number[]} */
    const crashes = [];
    const run = async () => {
      const child = spawn(program.command, [...program.args, 'lsp'], { cwd: os.homedir(), windowsHide: true });
      this.complaint = '';
      child.on('error', (error) => (this.complaint = error.message));
      child.stderr.on('data', (data) => (this.complaint = (this.complaint + data).slice(-4000)));
      return child;
    };
    /** @type {LanguageClient} */
    const client = new QuietClient('constdsl', 'constdsl', run, {
      documentSelector: [{ language: 'constdsl' }, { language: 'markdown' }],
      outputChannel: this.log,
      initializationOptions: {
        historyView: true,
        ownSnippets: true,
        select: settings.get('select'),
        ignore: settings.get('ignore'),
        waysOut: settings.get('waysOut'),
        inlayHints: settings.get('inlayHints'),
        codeLenses: settings.get('codeLenses'),
      },
      synchronize: { configurationSection: 'constdsl' },
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          if (client.state !== State.Running) {
            this.giveUp(client, STOPPED_AT_ONCE);
            return { action: CloseAction.DoNotRestart, handled: true };
          }
          crashes.push(Date.now());
          if (crashes.filter((each) => each > Date.now() - CRASH_SPAN).length <= MOST_CRASHES) {
            return { action: CloseAction.Restart, handled: true };
          }
          this.giveUp(client, 'constdsl stopped several times in a row and is left alone now');
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    });
    return client;
  }

  /**
   * Say what went wrong, once, and what can be done.
   *
   * @param {string} fault
   */
  async tell(fault) {
    const chosen = await vscode.window.showErrorMessage(fault, 'Open Setting', 'Try Again', 'Show Log');
    if (chosen === 'Open Setting') {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'constdsl.path');
    } else if (chosen === 'Try Again') {
      await this.restart();
    } else if (chosen === 'Show Log') {
      this.showLog();
    }
  }
}

module.exports = { Service };
