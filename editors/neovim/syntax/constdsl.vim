" Constitutions in colour, for Vim as well as for Neovim.
if exists('b:current_syntax')
  finish
endif

" Words with hyphens (`two-thirds`, `co-opted`) are one word.
syntax iskeyword @,48-57,_,192-255,-

syntax match constdslComment /#.*$/ contains=@Spell
syntax match constdslTitle /"[^"]*"/ contains=@Spell
syntax match constdslNumber /\<[0-9][0-9_]*\(\.[0-9]\+\)\?[A-Za-z]\?\>/
syntax match constdslNumber /\<[a-z]\+-[a-z]\+\>/
" `no body alone` and `no body but X` name no body.
syntax match constdslName /\(\<\(alone\|but\)\>\)\@!\k\+/ contained

syntax keyword constdslDeclaration nextgroup=constdslName skipwhite skipempty
      \ act attribute body choice class flag office option reading status
syntax keyword constdslDeclaration
      \ article assume constitution guarantee law statute unclear use
syntax keyword constdslVerb
      \ always amend annul appoint bar block can cannot choose confer control convene declare direct dissolve enlarge
      \ extend lift may must never nominate only paralyse remove revoke strike suspend veto
syntax keyword constdslConnective
      \ and not or
syntax keyword constdslWord nextgroup=constdslName skipwhite skipempty
      \ as
syntax keyword constdslWord
      \ alone any anyone appointed are at ballot bodies bound but by candidate candidates co-opted consent convened
      \ day days decides drawn during each elected entrenched every for free from funded half held in interpreted is
      \ joining least life lot majority makes member members month months more most naming no nominated nominating
      \ numbering of on open over per petition present prevails quorum seats secret settled side sides sitting
      \ standing surplus suspended term terms than the to together two unanimity unless unpublished vetted vote votes
      \ voting when where while with within year years

highlight default link constdslComment Comment
highlight default link constdslTitle String
highlight default link constdslNumber Number
highlight default link constdslName Identifier
highlight default link constdslDeclaration Structure
highlight default link constdslVerb Statement
highlight default link constdslConnective Operator
highlight default link constdslWord Keyword

let b:current_syntax = 'constdsl'
