-- The language server of constdsl in Neovim: how it is started, and how it shows the history of a broken promise.
local M = {}

local function request(client, method, params, handler, buffer)
  if vim.fn.has('nvim-0.11') == 1 then
    client:request(method, params, handler, buffer)
  else
    client.request(method, params, handler, buffer)
  end
end

-- Open a window below with some Markdown to read; `q` closes it.
local function show(title, markdown)
  vim.cmd('botright new')
  local buffer = vim.api.nvim_get_current_buf()
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(markdown, '\n'))
  vim.cmd('setlocal buftype=nofile bufhidden=wipe noswapfile nomodifiable wrap linebreak filetype=markdown')
  vim.wo.statusline = title:gsub('%%', '%%%%')
  vim.api.nvim_buf_set_keymap(buffer, 'n', 'q', '<Cmd>close<CR>', { noremap = true })
end

-- What the code lens `show history` runs.
vim.lsp.commands['constdsl.showHistory'] = function(command, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  local params = { uri = command.arguments[1], key = command.arguments[2] }
  request(client, 'constdsl/history', params, function(problem, history)
    if problem or not history or history == vim.NIL then
      vim.notify('constdsl: this history is not known any more', vim.log.levels.WARN)
    else
      show(history.title, history.markdown)
    end
  end, context.bufnr)
end

-- Ask for the code lenses of a buffer whenever what they say may have changed.
local function keep_lenses(buffer)
  vim.api.nvim_create_autocmd({ 'BufEnter', 'InsertLeave', 'DiagnosticChanged' }, {
    callback = function()
      if vim.api.nvim_get_current_buf() == buffer then
        vim.lsp.codelens.refresh()
      end
      return not vim.api.nvim_buf_is_valid(buffer)
    end,
  })
end

-- The settings of the client, in the form that Neovim 0.11 takes.
function M.config()
  return {
    name = 'constdsl',
    cmd = { 'constdsl', 'lsp' },
    filetypes = { 'constdsl' },
    root_markers = { 'constdsl.toml', 'pyproject.toml', '.git' },
    init_options = { historyView = true },
    on_attach = function(_, buffer)
      keep_lenses(buffer)
    end,
  }
end

-- The nearest folder above a buffer's file that holds one of the markers, or else the file's own folder.
local function root_of(buffer, markers)
  local folder = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':p:h')
  local above = folder
  repeat
    for _, marker in ipairs(markers) do
      if vim.loop.fs_stat(above .. '/' .. marker) then
        return above
      end
    end
    local below = above
    above = vim.fn.fnamemodify(above, ':h')
  until above == below
  return folder
end

local running = {}

local function attach(buffer, config)
  local root = root_of(buffer, config.root_markers)
  local client = running[root]
  if not client or not vim.lsp.get_client_by_id(client) then
    client = vim.lsp.start_client({
      name = config.name,
      cmd = config.cmd,
      root_dir = root,
      init_options = config.init_options,
      settings = config.settings,
      capabilities = config.capabilities,
      on_attach = config.on_attach,
    })
    running[root] = client
  end
  if client then
    vim.lsp.buf_attach_client(buffer, client)
  end
end

-- Start the server for every constitution that is opened: for Neovim 0.7 to 0.10, which have no `vim.lsp.enable`.
-- `options` may set anything that `config` does; its `on_attach` runs besides the one here.
function M.setup(options)
  local config = vim.tbl_deep_extend('force', M.config(), options or {})
  config.on_attach = function(client, buffer)
    keep_lenses(buffer)
    if options and options.on_attach then
      options.on_attach(client, buffer)
    end
  end
  vim.api.nvim_create_autocmd('FileType', {
    pattern = config.filetypes,
    callback = function(event)
      attach(event.buf, config)
    end,
  })
end

return M
