-- ~/.config/nvim/init.lua, for Neovim 0.7 to 0.10
require('constdsl').setup({
  on_attach = function(_, buffer)
    local function key(keys, act)
      vim.keymap.set('n', keys, act, { buffer = buffer })
    end
    key('K', vim.lsp.buf.hover)                 -- what is under the cursor
    key('gd', vim.lsp.buf.definition)           -- where it is declared
    key('grr', vim.lsp.buf.references)          -- where it is used
    key('grn', vim.lsp.buf.rename)              -- give it another name, in every file
    key('gra', vim.lsp.buf.code_action)         -- ways out of a fault
    key('grl', vim.lsp.codelens.run)            -- show the history of a broken promise
    key('grf', vim.lsp.buf.format or vim.lsp.buf.formatting) -- lay the text out
    vim.bo[buffer].omnifunc = 'v:lua.vim.lsp.omnifunc' -- Ctrl-X Ctrl-O completes
  end,
})
