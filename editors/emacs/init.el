;; ~/.emacs.d/init.el
(add-to-list 'load-path "~/.emacs.d/constdsl")
(require 'constdsl-mode)
(add-hook 'constdsl-mode-hook #'eglot-ensure)
