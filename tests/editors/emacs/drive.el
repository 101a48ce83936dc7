;;; drive.el --- A drafter at work in Emacs  -*- lexical-binding: t; -*-

;; Writes what it saw as JSON to the file that CONSTDSL_SEEN names.  Each step is kept apart: one that fails is noted
;; under `failed', and the next goes on.

(package-initialize)
(require 'cl-lib)
(require 'eglot)
(require 'json)
(load "~/.emacs.d/init.el")

(defvar seen nil)
(defvar failed nil)
(defconst deadline (+ (float-time) 60) "For the whole story.")

(defun see (name value)
  (push (cons name value) seen))

(defmacro step (name &rest acts)
  "Do ACTS; if they fail, say so under NAME."
  (declare (indent 1))
  `(condition-case problem
       (progn ,@acts)
     (error (push (cons ,name (error-message-string problem)) failed))))

(defun wait-for (what condition)
  ;; Eglot tells of changes when the keyboard rests, and there is no keyboard here.
  (when (eglot-current-server)
    (eglot--signal-textDocument/didChange))
  (while (not (funcall condition))
    (when (> (float-time) deadline)
      (error "Waited in vain for %s" what))
    (accept-process-output nil 0.05)))

(defun text ()
  (buffer-substring-no-properties (point-min) (point-max)))

(defun go-to (words)
  (goto-char (point-min))
  (search-forward words)
  (goto-char (match-beginning 0)))

(defun holds (words)
  (string-match-p (regexp-quote words) (text)))

(defun found ()
  "What Flymake shows: lines, kinds and messages."
  (vconcat (mapcar (lambda (each)
                     `((line . ,(line-number-at-pos (flymake-diagnostic-beg each)))
                       (kind . ,(format "%s" (flymake-diagnostic-type each)))
                       (message . ,(flymake-diagnostic-text each))))
                   (flymake-diagnostics))))

(defun face-of (words)
  (go-to words)
  (font-lock-ensure)
  (format "%s" (get-text-property (point) 'face)))

(setq eglot-confirm-server-initiated-edits nil
      eglot-autoshutdown nil
      eglot-connect-timeout 30
      eglot-sync-connect 30
      enable-local-variables nil
      make-backup-files nil)

(find-file "club.const")
(see 'mode (format "%s" major-mode))

(step 'colours
  (see 'colours `((status . ,(face-of "status player"))
                  (player . ,(face-of "player \"member"))
                  (may . ,(face-of "may remove"))
                  (title . ,(face-of "The Chess Club"))
                  (two-thirds . ,(face-of "two-thirds")))))

(step 'indentation
  (go-to "seats 7")
  (constdsl-indent-line)
  (see 'indentation (current-indentation)))

(step 'diagnostics
  (call-interactively #'eglot)
  (wait-for "diagnostics" (lambda () (> (length (found)) 0)))
  (see 'diagnostics (found)))

(step 'hover
  (go-to "Committee {")
  (see 'hover (plist-get (plist-get (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover
                                                     (eglot--TextDocumentPositionParams))
                                    :contents)
                         :value)))

(step 'history
  (go-to "guarantee \"The members decide\"")
  (wait-for "a verdict" (lambda () (constdsl--lens-at-point (eglot-current-server))))
  (constdsl-show-history)
  (see 'history (with-current-buffer "*constdsl history*" (text))))

(step 'formatting
  (eglot-format-buffer)
  (see 'formatted (text)))

(step 'way-out
  (go-to "Committee may revoke")
  (cl-letf ((last-nonmenu-event ?\r)           ; as if a key had been pressed, and not the mouse
            ((symbol-function 'completing-read)
             (lambda (_prompt titles &rest _)
               (setq titles (mapcar (lambda (each) (if (consp each) (car each) each)) titles))
               (see 'actions (vconcat titles))
               (cl-find-if (lambda (title) (string-prefix-p "Let GeneralMeeting agree" title)) titles))))
    (eglot-code-actions (line-beginning-position) (line-end-position) nil t))
  (wait-for "the way out" (lambda () (holds "with consent of GeneralMeeting")))
  (wait-for "the fault to go" (lambda () (= (length (found)) 0)))
  (see 'after-way-out `((text . ,(text)) (diagnostics . ,(found)))))

(step 'rename
  (let ((law (find-file-noselect "law.const")))
    (with-current-buffer law (eglot--maybe-activate-editing-mode))
    (find-file "base.const")
    (go-to "Assembly {")
    (eglot-rename "Parliament")
    (see 'renamed `((base . ,(text)) (law . ,(with-current-buffer law (text)))))))

(step 'shutdown
  (let ((process (jsonrpc--process (eglot-current-server))))
    (see 'server (process-id process))
    (eglot-shutdown (eglot-current-server) nil 30)
    (see 'ended (not (process-live-p process)))))

(see 'failed (or failed (make-hash-table)))
(with-temp-file (getenv "CONSTDSL_SEEN")
  (insert (json-encode seen)))
(kill-emacs 0)
