autocmd BufRead,BufNewFile *.const setfiletype constdsl
