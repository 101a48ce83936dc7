" A drafter at work in Vim with ALE; writes what it saw as JSON to the file that CONSTDSL_SEEN names.

set nomore
let s:seen = {'failed': {}}

let s:waits = 0

function! s:Wait(what, condition) abort
  while !eval(a:condition)
    let s:waits += 1
    if s:waits > 3000
      throw 'waited in vain for ' . a:what
    endif
    sleep 20m
  endwhile
endfunction

function! Found() abort
  return map(copy(get(get(g:ale_buffer_info, bufnr('%'), {}), 'loclist', [])),
        \ {_, each -> {'line': each.lnum, 'kind': each.type, 'code': get(each, 'code', ''), 'message': each.text}})
endfunction

try
  edit club.const
  let s:seen.filetype = &filetype
  call cursor(1, 1)
  let s:seen.colour = synIDattr(synID(1, 1, 1), 'name')
  call s:Wait('diagnostics', 'len(Found()) > 0')
  let s:seen.diagnostics = Found()
catch
  let s:seen.failed.diagnostics = v:exception . ' at ' . v:throwpoint
endtry

try
  call search('by two-thirds')
  execute 'normal! A with consent of GeneralMeeting'
  call ale#Queue(0)
  call s:Wait('the fault to go', 'len(Found()) == 0')
  let s:seen.mended = getline('.')
catch
  let s:seen.failed.mending = v:exception . ' at ' . v:throwpoint
endtry

try
  call cursor(1, 1)
  call search('elected by \zsGeneralMeeting')
  ALEGoToDefinition
  call s:Wait('the declaration', 'getline(".") =~# "class GeneralMeeting"')
  let s:seen.declaration = line('.')
catch
  let s:seen.failed.declaration = v:exception . ' at ' . v:throwpoint
endtry

call writefile([json_encode(s:seen)], $CONSTDSL_SEEN)
qall!
