// Which program reads the texts, and where it is.

const { execFile } = require('node:child_process');
const os = require('node:os');
const path = require('node:path');

/**
 * @typedef {{ command: string, args: string[] }} Program
 * @typedef {{ path: string, interpreter: string, folder: string | undefined }} Choice
 */

const PATIENCE = 30_000;

/**
 * The programs to try, in this order.
 *
 * @param {Choice} choice
 * @returns {Program[]}
 */
function candidates(choice) {
  /** @type {Program[]} */
  const found = [{ command: located(choice.path || 'constdsl', choice.folder), args: [] }];
  const interpreters = [choice.interpreter || 'python3'];
  if (process.platform === 'win32' && interpreters[0] === 'python3') {
    interpreters.push('py');
  }
  for (const each of interpreters) {
    // -P: a file of the open folder must not be taken for the program.
    found.push({ command: located(each, choice.folder), args: ['-P', '-m', 'constdsl'] });
  }
  return found;
}

/**
 * A name is looked for on the PATH; anything with a slash in it is a place, counted from the open folder.
 *
 * @param {string} name
 * @param {string | undefined} folder
 */
function located(name, folder) {
  if (name.startsWith('~/')) {
    return path.join(os.homedir(), name.slice(2));
  }
  if (folder !== undefined && /[\\/]/.test(name) && !path.isAbsolute(name)) {
    return path.join(folder, name);
  }
  return name;
}

/**
 * The version of constdsl that a program tells, or why it tells none.
 *
 * @param {Program} program
 * @returns {Promise<{ version: string } | { reason: string }>}
 */
function tried(program) {
  return new Promise((resolve) => {
    const options = { cwd: os.homedir(), timeout: PATIENCE, windowsHide: true };
    execFile(program.command, [...program.args, '--version'], options, (error, stdout, stderr) => {
      const version = /constdsl\D*(\d+\.\d+\S*)/.exec(stdout);
      if (version !== null) {
        resolve({ version: version[1] });
      } else if (error !== null && 'code' in error && error.code === 'ENOENT') {
        resolve({ reason: 'not found' });
      } else {
        resolve({ reason: reasonIn(stderr) || error?.message || 'it does not tell its version' });
      }
    });
  });
}

/**
 * The last thing a program complained of.
 *
 * @param {string} text
 */
function reasonIn(text) {
  return (text.trim().split(/\r?\n/).pop() ?? '').replace(/^Error: /, '');
}

/** @param {Program} program */
function shown(program) {
  return [program.command, ...program.args].join(' ');
}

module.exports = { candidates, reasonIn, shown, tried };
