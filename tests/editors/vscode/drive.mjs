// Write, read and mend a constitution in VS Code, as a person would; say what was seen.
//
//   node drive.mjs STORY.json
//
// The story names the programs and folders to use (see tests/editors/test_vscode.py, which judges what is seen).
// One line of JSON is printed for each step: {"step": NAME, "saw": VALUE} or {"step": NAME, "failed": WHY}.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import path from 'node:path';

const story = JSON.parse(fs.readFileSync(process.argv[2], 'utf-8'));
const { chromium } = createRequire(path.join(story.extension, 'package.json'))('playwright-core');

const FLAGS = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync',
];
const PATIENCE = 20_000;

/** Print what a step saw. A step that fails stops none of the others; they fail by themselves if they need it. */
async function step(page, name, look) {
  const began = Date.now();
  const line = { step: name };
  try {
    line.saw = (await look()) ?? null;
  } catch (error) {
    line.failed = String(error.message ?? error).split('\n').slice(0, 6).join('\n');
  }
  line.seconds = (Date.now() - began) / 1000;
  await picture(page, name).catch(() => {});
  console.log(JSON.stringify(line));
}

function picture(page, name) {
  return page.screenshot({ path: path.join(story.shots, `${name}.png`) });
}

async function until(what, look) {
  const deadline = Date.now() + PATIENCE;
  while (!(await look())) {
    if (Date.now() > deadline) {
      throw new Error(`in vain waited for: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** code-server with the packaged extension and folders of its own; on this machine alone, and asking nobody else. */
async function startHost() {
  const folders = ['--user-data-dir', path.join(story.work, 'user'), '--extensions-dir', path.join(story.work, 'ext')];
  const config = ['--config', path.join(story.work, 'code-server.yaml')];
  fs.mkdirSync(path.join(story.work, 'user', 'User'), { recursive: true });
  fs.writeFileSync(path.join(story.work, 'code-server.yaml'), 'auth: none\n');
  fs.writeFileSync(path.join(story.work, 'user', 'User', 'settings.json'), JSON.stringify(story.settings));
  const env = { ...process.env, HOME: story.work, PORT: '', CODE_SERVER_SESSION_SOCKET: '' };
  execFileSync(story.host, [...config, ...folders, '--install-extension', story.vsix], { env, stdio: 'pipe' });

  const port = await freePort();
  const args = [
    ...config, ...folders, '--bind-addr', `127.0.0.1:${port}`, '--auth', 'none', '--disable-telemetry',
    '--disable-update-check', '--disable-workspace-trust', '--disable-getting-started-override',
  ];
  const log = fs.openSync(path.join(story.work, 'code-server.log'), 'a');
  const host = spawn(story.host, args, { env, stdio: ['ignore', log, log] });
  const address = `http://127.0.0.1:${port}`;
  await until('code-server', async () => {
    if (host.exitCode !== null) {
      throw new Error('code-server ended by itself; see code-server.log');
    }
    return fetch(`${address}/healthz`).then((answer) => answer.ok, () => false);
  });
  return { address, host };
}

/** A window of its own on a folder, with one of its files open. */
async function openWindow(browser, address, name, file) {
  const folder = path.join(story.work, name);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const payload = [['openFile', `vscode-remote://${new URL(address).host}${path.join(folder, file)}`]];
  await page.goto(`${address}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
  await page.locator('.editor-instance .view-lines').first().waitFor({ timeout: 2 * PATIENCE });
  return page;
}

async function command(page, title) {
  await page.keyboard.press('F1');
  const box = page.locator('.quick-input-widget input.input');
  await box.waitFor();
  await box.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
  await page.keyboard.press('Enter');
}

/** A stretch of the open text, as it is drawn; the editor parts a line into pieces and uses hard spaces. */
function drawn(page, word) {
  return page.locator('.view-line span span', { hasText: new RegExp(`^\\s*${word.replaceAll(' ', '\\s')}\\s*$`) }).first();
}

function colour(page, word) {
  return drawn(page, word).evaluate((span) => getComputedStyle(span).color);
}

function written() {
  return fs.readFileSync(path.join(story.work, 'club', story.file), 'utf-8');
}

async function save(page) {
  await page.keyboard.press('Control+s');
  await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
}

/** Click where something is, without the tool's waiting for it to stand still: in an editor little ever does. */
async function press(page, thing) {
  await thing.waitFor();
  const box = await thing.boundingBox();
  await page.mouse.click(box.x + Math.min(box.width / 2, 60), box.y + box.height / 2);
}

/** What is shown when the pointer rests on a word. */
async function restOn(page, word, name) {
  const box = await drawn(page, word).boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
  const shown = page.locator('.monaco-hover:not(.hidden) .monaco-hover-content').first();
  await shown.waitFor();
  await until('what was loaded', async () => !/Loading/.test(await shown.innerText()));
  await picture(page, name);
  const text = await shown.innerText();
  await page.mouse.move(5, 790);
  await shown.waitFor({ state: 'hidden' });
  return text;
}

async function goToLine(page, line) {
  await command(page, 'View: Focus First Editor Group');
  await page.keyboard.press('Control+g');
  const box = page.locator('.quick-input-widget input.input');
  await box.waitFor();
  await box.fill(`:${line}`);
  await page.keyboard.press('Enter');
  await box.waitFor({ state: 'hidden' });
}

/** Something in the history view, once it says `words`: a frame within a frame, made anew whenever it is drawn. */
async function inHistory(page, selector, words) {
  let found;
  await until(`${selector} in the history view, with ${words}`, async () => {
    for (const frame of page.frames()) {
      const thing = frame.locator(selector).first();
      const there = frame.parentFrame() !== null && (await thing.count().catch(() => 0)) > 0;
      if (there && (await thing.innerText({ timeout: 1000 }).catch(() => '')).includes(words)) {
        found = frame;
        return true;
      }
    }
    return false;
  });
  return found.locator(selector).first();
}

async function tell(browser, address) {
  const page = await openWindow(browser, address, 'club', story.file);
  const squiggle = page.locator('.squiggly-error');

  await step(page, 'squiggle', async () => {
    await squiggle.first().waitFor();
    return squiggle.count();
  });

  await step(page, 'colours', async () => {
    await until('colours', async () => (await colour(page, 'body')) !== (await colour(page, 'Committee')));
    const words = ['body', 'Committee', '"Members"', '16', 'may'];
    return Object.fromEntries(await Promise.all(words.map(async (word) => [word, await colour(page, word)])));
  });

  await step(page, 'problems', async () => {
    await command(page, 'Problems: Focus on Problems View');
    const rows = page.locator('.markers-panel .monaco-list-row');
    await until('problems', async () => (await rows.count()) > 1);
    const saw = await rows.allInnerTexts();
    const link = await page.locator('.markers-panel a.monaco-link').first().getAttribute('href');
    await picture(page, 'problems-panel');
    await command(page, 'View: Toggle Panel Visibility');
    return { rows: saw, link };
  });

  await step(page, 'reason', () => restOn(page, 'revoke', 'hover-reason'));
  await step(page, 'hover', () => restOn(page, story.hover, 'hover-name'));

  await step(page, 'history', async () => {
    const lens = page.locator('.codelens-decoration a', { hasText: 'show history' }).first();
    await lens.waitFor();
    const title = await lens.innerText();
    await press(page, lens);
    const text = await inHistory(page, 'main', '1');
    await picture(page, 'history-view');
    return {
      lens: title,
      tabs: await page.locator('.tab .label-name').allInnerTexts(),
      text: await text.innerText(),
      policy: await text.evaluate(() => document.querySelector('meta[http-equiv]').content),
    };
  });

  await step(page, 'place', async () => {
    await press(page, await inHistory(page, 'main li a', 'article'));
    const place = page.locator('.statusbar-item', { hasText: `Ln ${story.faultLine},` });
    await place.waitFor();
    return { tabs: await page.locator('.tab .label-name').allInnerTexts(), place: await place.innerText() };
  });

  await step(page, 'format', async () => {
    await goToLine(page, 1);
    await command(page, 'Format Document');
    await page.locator('.tab.active.dirty').waitFor();
    await save(page);
    return written();
  });

  await step(page, 'fix', async () => {
    await goToLine(page, `${story.faultLineFormatted}:5`);
    await until('the squiggle', async () => (await squiggle.count()) > 0);
    await page.keyboard.press('Control+.');
    const offers = page.locator('.action-widget .monaco-list-row.action');
    await offers.first().waitFor();
    const saw = { offers: await offers.allInnerTexts() };
    await picture(page, 'fix-offers');
    await press(page, offers.filter({ hasText: story.fix }).first());
    await squiggle.first().waitFor({ state: 'detached' });
    await save(page);
    saw.text = written();
    return saw;
  });

  await step(page, 'followed', async () => (await inHistory(page, 'h1', 'holds')).innerText());

  await step(page, 'gone', async () => {
    await goToLine(page, story.promiseLineFormatted);
    await page.keyboard.press('Control+Shift+k');
    const saw = await (await inHistory(page, '.note', 'changed')).innerText();
    await picture(page, 'history-gone');
    await page.keyboard.press('Control+z');
    await inHistory(page, 'body:not(.gone) h1', 'holds');
    return saw;
  });

  await step(page, 'revived', async () => {
    const started = () => fs.readFileSync(story.pids, 'utf-8').trim().split('\n');
    const before = started();
    process.kill(Number(before.at(-1)), 'SIGKILL');
    await until('the server to be started again', () => started().length > before.length);
    await goToLine(page, 1);
    await page.keyboard.press('End');
    await page.keyboard.type(' body');
    await squiggle.first().waitFor();
    await page.keyboard.press('Control+z');
    await squiggle.first().waitFor({ state: 'detached' });
    return started().length - before.length;
  });

  await step(page, 'page', async () => {
    await page.keyboard.press('Control+p');
    await page.locator('.quick-input-widget input.input').fill(story.page);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: story.page }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: story.page }).waitFor();
    await squiggle.first().waitFor();
    await until('colours', async () => (await colour(page, 'body')) !== (await colour(page, story.prose)));
    return { squiggles: await squiggle.count(), body: await colour(page, 'body'), prose: await colour(page, story.prose) };
  });
  await page.context().close();
}

/** A window on a folder whose settings lead nowhere: one message, and Restart after they are mended. */
async function tellWithout(browser, address) {
  const page = await openWindow(browser, address, 'lost', story.file);
  await step(page, 'missing', () => messages(page));
  await step(page, 'restart', async () => {
    fs.rmSync(path.join(story.work, 'lost', '.vscode', 'settings.json'));
    await command(page, 'constdsl: Restart');
    await page.locator('.squiggly-error').first().waitFor();
    return page.locator('.squiggly-error').count();
  });
  await page.context().close();
}

/** A window on a folder whose settings name a program that stops at once. */
async function tellHalting(browser, address) {
  const page = await openWindow(browser, address, 'halting', story.file);
  await step(page, 'halting', async () => {
    const saw = await messages(page);
    return { ...saw, starts: fs.readFileSync(story.starts, 'utf-8').trim().split('\n').length };
  });
  await page.context().close();
}

/** What the window says in its corner; it gets a while for further messages, which there should not be. */
async function messages(page) {
  const message = page.locator('.notification-toast .notification-list-item-message');
  await message.first().waitFor();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return {
    messages: await message.allInnerTexts(),
    buttons: await page.locator('.notification-toast .monaco-text-button').allInnerTexts(),
  };
}

const { address, host } = await startHost();
const browser = await chromium.launch({ executablePath: story.chromium, headless: true, chromiumSandbox: false, args: FLAGS });
try {
  await tell(browser, address);
  await tellWithout(browser, address);
  await tellHalting(browser, address);
} finally {
  await browser.close();
  host.kill('SIGTERM');
  await Promise.race([once(host, 'exit'), new Promise((resolve) => setTimeout(resolve, 5000))]);
}
process.exit(0);
