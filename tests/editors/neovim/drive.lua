-- Plays a drafter at work in Neovim, and writes what it saw as JSON to the file that CONSTDSL_SEEN names.
-- Each step is kept apart: one that fails is noted under `failed`, and the next goes on.

local seen = { failed = vim.empty_dict() }
local deadline = vim.loop.now() + 60000 -- for the whole story, in milliseconds

local function patience()
  return math.max(0, math.min(20000, deadline - vim.loop.now()))
end

local function wait_for(what, condition)
  if not vim.wait(patience(), condition, 20) then
    error('waited in vain for ' .. what)
  end
end

local function step(name, act)
  local fine, problem = pcall(act)
  if not fine then
    seen.failed[name] = tostring(problem)
  end
end

local function text(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer or 0, 0, -1, false), '\n') .. '\n'
end

local function go_to(words)
  vim.fn.cursor(1, 1)
  assert(vim.fn.search('\\V' .. words, 'cW') > 0, 'the text does not hold ' .. words)
end

local function found(buffer)
  local all = {}
  for _, each in ipairs(vim.diagnostic.get(buffer or 0)) do
    table.insert(all, {
      line = each.lnum + 1,
      severity = each.severity,
      source = each.source,
      code = each.user_data and each.user_data.lsp and each.user_data.lsp.code or each.code,
      message = each.message,
    })
  end
  return all
end

local function holds(buffer, code)
  for _, each in ipairs(found(buffer)) do
    if each.code == code then
      return true
    end
  end
  return false
end

local function lenses()
  local titles = {}
  for _, lens in ipairs(vim.lsp.codelens.get(0)) do
    table.insert(titles, lens.command.title)
  end
  return titles
end

local function window_besides(first)
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if window ~= first then
      return window
    end
  end
end

-- A window that opens while `act` is done: its text; it is closed again.
local function shown_by(act)
  local first = vim.api.nvim_get_current_win()
  act()
  wait_for('a window', function() return window_besides(first) end)
  local window = window_besides(first)
  local shown = text(vim.api.nvim_win_get_buf(window))
  vim.api.nvim_win_close(window, true)
  vim.api.nvim_set_current_win(first)
  return shown
end

vim.cmd('edit club.const')
seen.filetype = vim.bo.filetype

step('colours', function()
  seen.colours = {}
  for words, place in pairs({
    constitution = 'constitution', ['The Chess Club'] = 'The Chess', player = 'player "member',
    ['two-thirds'] = 'two-thirds', may = 'may remove',
  }) do
    go_to(place)
    seen.colours[words] = vim.fn.synIDattr(vim.fn.synID(vim.fn.line('.'), vim.fn.col('.'), 1), 'name')
  end
end)

step('diagnostics', function()
  wait_for('diagnostics', function() return holds(0, 'discipline/circular-flow') end)
  seen.diagnostics = found()
end)

step('server', function()
  local clients = vim.lsp.get_active_clients()
  local children = vim.api.nvim_get_proc_children(vim.fn.getpid())
  seen.server = { name = clients[1].name, root = clients[1].config.root_dir, count = #clients, processes = children }
end)

step('hover', function()
  go_to('body Committee')
  vim.cmd('normal! w')
  seen.hover = shown_by(vim.lsp.buf.hover)
end)

step('lenses', function()
  wait_for('code lenses', function() return #vim.lsp.codelens.get(0) > 0 end)
  seen.lenses = lenses()
end)

step('history', function()
  go_to('guarantee "The members decide"')
  seen.history = shown_by(vim.lsp.codelens.run)
end)

seen.has_hints = vim.lsp.inlay_hint ~= nil
step('hints', function()
  if seen.has_hints then
    wait_for('hints', function() return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0 end)
    seen.hints = vim.tbl_map(function(each)
      return { line = each.inlay_hint.position.line + 1, label = each.inlay_hint.label }
    end, vim.lsp.inlay_hint.get({ bufnr = 0 }))
  end
end)

step('formatting', function()
  if vim.lsp.buf.format then
    vim.lsp.buf.format({ timeout_ms = patience() })
  else
    vim.lsp.buf.formatting_sync(nil, patience())
  end
  seen.formatted = text()
end)

step('way out', function()
  go_to('Committee may revoke')
  vim.ui.select = function(items, options, choose)
    seen.actions = vim.tbl_map(options.format_item, items)
    for number, title in ipairs(seen.actions) do
      if title:match('^Let GeneralMeeting agree') then
        return choose(items[number], number)
      end
    end
    error('no such way out')
  end
  vim.lsp.buf.code_action()
  wait_for('the way out', function() return text():match('with consent of GeneralMeeting') end)
  wait_for('the fault to go', function() return not holds(0, 'discipline/circular-flow') end)
  seen.after_way_out = { text = text(), diagnostics = found() }
end)

step('lenses after', function()
  wait_for('other lenses', function() return table.concat(lenses(), '\n'):match('holds.*\n.*holds') end)
  seen.lenses_after = lenses()
end)

step('rename', function()
  vim.cmd('silent write')
  vim.cmd('edit law.const')
  local law = vim.api.nvim_get_current_buf()
  vim.cmd('edit base.const')
  local base = vim.api.nvim_get_current_buf()
  go_to('Assembly {')
  local before = vim.api.nvim_buf_get_changedtick(law)
  vim.lsp.buf.rename('Parliament')
  wait_for('the rename', function()
    return text(base):match('Parliament') and vim.api.nvim_buf_get_changedtick(law) > before
  end)
  seen.renamed = { base = text(base), law = text(law) }
end)

step('definition', function()
  vim.cmd('buffer law.const')
  go_to('Parliament')
  -- Neovim 0.7 tells of changes in another buffer a moment later.
  wait_for('the server to know the new name', function()
    local place = vim.lsp.util.make_position_params(0, 'utf-16')
    local answers = vim.lsp.buf_request_sync(0, 'textDocument/definition', place, 1000)
    return answers and next(answers) and not vim.tbl_isempty(select(2, next(answers)).result or {})
  end)
  vim.lsp.buf.definition()
  wait_for('the declaration', function() return vim.fn.expand('%:t') == 'base.const' end)
  seen.definition = vim.fn.getline('.')
end)

local file = assert(io.open(vim.env.CONSTDSL_SEEN, 'w'))
file:write(vim.fn.json_encode(seen))
file:close()
vim.cmd('qall!')
