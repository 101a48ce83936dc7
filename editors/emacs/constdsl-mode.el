;;; constdsl-mode.el --- Constitutions that can be checked  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "26.3"))
;; Keywords: languages
;; SPDX-License-Identifier: MIT

;;; Commentary:

;; Colours, comments, indentation and an index for `.const' files, and the language server of constdsl for Eglot.
;; `M-x eglot' starts it; `M-x constdsl-show-history' shows how the promise at point can be broken.

;;; Code:

(require 'seq)

(declare-function eglot-current-server "eglot")
(declare-function eglot--TextDocumentIdentifier "eglot")
(declare-function jsonrpc-request "jsonrpc")
(defvar eglot-server-programs)

(defgroup constdsl nil
  "Constitutions that can be checked."
  :group 'languages)

(defcustom constdsl-indent-offset 2
  "Columns by which what stands in braces is indented."
  :type 'natnum
  :safe #'natnump)

(defcustom constdsl-server-command '("constdsl" "lsp")
  "The language server, and what to call it with."
  :type '(repeat string))

(defconst constdsl-mode--naming
  '("act" "attribute" "body" "choice" "class" "flag" "office" "option" "reading" "status")
  "Keywords after which something gets its name.")

(defconst constdsl-mode--declarations
  '("article" "assume" "constitution" "guarantee" "law" "statute" "unclear" "use")
  "Other keywords with which a statement begins.")

(defconst constdsl-mode--verbs
  '("always" "amend" "annul" "appoint" "bar" "block" "can" "cannot" "choose" "confer" "control" "convene"
    "declare" "direct" "dissolve" "enlarge" "extend" "lift" "may" "must" "never" "nominate" "only"
    "paralyse" "remove" "revoke" "strike" "suspend" "veto")
  "Keywords that carry a sentence.")

(defconst constdsl-mode--connectives
  '("and" "not" "or")
  "Keywords that join conditions.")

(defconst constdsl-mode--words
  '("alone" "any" "anyone" "appointed" "are" "as" "at" "ballot" "bodies" "bound" "but" "by" "candidate"
    "candidates" "co-opted" "consent" "convened" "day" "days" "decides" "drawn" "during" "each" "elected"
    "entrenched" "every" "for" "free" "from" "funded" "half" "held" "in" "interpreted" "is" "joining"
    "least" "life" "lot" "majority" "makes" "member" "members" "month" "months" "more" "most" "naming" "no"
    "nominated" "nominating" "numbering" "of" "on" "open" "over" "per" "petition" "present" "prevails"
    "quorum" "seats" "secret" "settled" "side" "sides" "sitting" "standing" "surplus" "suspended" "term"
    "terms" "than" "the" "to" "together" "two" "unanimity" "unless" "unpublished" "vetted" "vote" "votes"
    "voting" "when" "where" "while" "with" "within" "year" "years")
  "All other keywords.")

(defconst constdsl-mode--new-name "[[:space:]\n]+\\(\\_<[[:alpha:]_]\\(?:\\sw\\|\\s_\\)*\\_>\\)"
  "A name, after blanks.")

(defvar constdsl-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?- "_" table)
    (modify-syntax-entry ?{ "(}" table)
    (modify-syntax-entry ?} "){" table)
    (dolist (sign '(?= ?! ?< ?> ?% ?/ ?, ?: ?.))
      (modify-syntax-entry sign "." table))
    table)
  "What the characters of a constitution are to Emacs.")

(defvar constdsl-mode-font-lock-keywords
  (list
   ;; `no body alone' and `no body but X' name no body.
   '("\\_<no[[:space:]\n]+\\(body\\)[[:space:]\n]+\\(alone\\|but\\)\\_>"
     (1 font-lock-keyword-face) (2 font-lock-type-face))
   (list (concat "\\_<as" constdsl-mode--new-name) '(1 font-lock-function-name-face))
   (list (concat (regexp-opt constdsl-mode--naming 'symbols) constdsl-mode--new-name)
         '(1 font-lock-keyword-face) '(2 font-lock-function-name-face))
   (cons (regexp-opt constdsl-mode--naming 'symbols) 'font-lock-keyword-face)
   (cons (regexp-opt constdsl-mode--declarations 'symbols) 'font-lock-keyword-face)
   (cons (regexp-opt constdsl-mode--verbs 'symbols) 'font-lock-builtin-face)
   (cons (regexp-opt constdsl-mode--connectives 'symbols) 'font-lock-keyword-face)
   (cons (regexp-opt constdsl-mode--words 'symbols) 'font-lock-type-face)
   (cons "\\_<\\(?:[0-9][0-9_]*\\(?:\\.[0-9]+\\)?[A-Za-z]?\\|[a-z]+-[a-z]+\\)\\_>" 'font-lock-constant-face))
  "Colours of keywords, names and numbers.")

(defvar constdsl-mode-imenu-expression
  (list (list nil "^[[:space:]]*article[[:space:]]+\\([0-9]+[A-Za-z]?\\(?:[[:space:]]+\"[^\"\n]*\"\\)?\\)" 1)
        (list "Bodies" "^[[:space:]]*\\(?:body\\|class\\|office\\)[[:space:]]+\\(\\(?:\\sw\\|\\s_\\)+\\)" 1)
        (list "Guarantees" "^[[:space:]]*guarantee[[:space:]]+\"\\([^\"\n]*\\)\"" 1))
  "What `imenu' lists.")

(defun constdsl-indent-line ()
  "Indent the line by the braces it stands in."
  (interactive)
  (let* ((depth (save-excursion
                  (back-to-indentation)
                  (- (car (syntax-ppss)) (if (eq (char-after) ?}) 1 0))))
         (column (* constdsl-indent-offset (max 0 depth))))
    (if (<= (current-column) (current-indentation))
        (indent-line-to column)
      (save-excursion (indent-line-to column)))))

(defun constdsl--lens-at-point (server)
  "The code lens that SERVER offers for the line of point, or nil."
  (let ((line (1- (line-number-at-pos nil t))))
    (seq-find (lambda (lens) (eql line (plist-get (plist-get (plist-get lens :range) :start) :line)))
              (jsonrpc-request server :textDocument/codeLens
                               (list :textDocument (eglot--TextDocumentIdentifier))))))

(defun constdsl-show-history ()
  "Show the verdict on the guarantee on this line, and how it comes about."
  (interactive)
  (let* ((server (or (eglot-current-server) (user-error "Start the language server first: M-x eglot")))
         (lens (or (constdsl--lens-at-point server) (user-error "There is no verdict on this line (yet)")))
         (arguments (plist-get (plist-get lens :command) :arguments))
         (history (jsonrpc-request server :constdsl/history
                                   (list :uri (elt arguments 0) :key (elt arguments 1)))))
    (unless history (user-error "This history is not known any more"))
    (with-help-window "*constdsl history*"
      (princ (plist-get history :markdown)))))

;;;###autoload
(define-derived-mode constdsl-mode prog-mode "Constitution"
  "Write constitutions that constdsl can check."
  (setq-local comment-start "# ")
  (setq-local comment-start-skip "#+[[:space:]]*")
  (setq-local font-lock-defaults '(constdsl-mode-font-lock-keywords))
  (setq-local imenu-generic-expression constdsl-mode-imenu-expression)
  (setq-local indent-line-function #'constdsl-indent-line)
  (setq-local indent-tabs-mode nil))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.const\\'" . constdsl-mode))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs (cons 'constdsl-mode constdsl-server-command)))

(provide 'constdsl-mode)
;;; constdsl-mode.el ends here
