-- ~/.config/nvim/init.lua, for Neovim 0.11 and later
vim.lsp.enable('constdsl')
vim.lsp.inlay_hint.enable(true)                  -- verdicts and counts of votes, beside the text

vim.keymap.set('n', 'grl', vim.lsp.codelens.run) -- show the history of a broken promise
vim.keymap.set('n', 'grf', vim.lsp.buf.format)   -- lay the text out
