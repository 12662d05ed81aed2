extension CompletionScript {
  static func fish(_ question: String) -> String {
    #"""
    # fish completion for sp: sp itself answers every word. Written by `sp completion fish`.

    function __sp_complete
        set -l words (commandline -opc)
        set -l typed (commandline -ct)
        set -l plain (string unescape -- $typed 2>/dev/null)
        or set plain $typed
        for line in (command $words[1] \#(question) $words[2..] "$plain" 2>/dev/null)
            if string match -q -- \t'files*' $line
                set -l kept (string replace -- \tfiles '' $line)
                for path in (__fish_complete_path (string sub -s (math (string length -- "$kept") + 1) -- "$plain"))
                    printf '%s\n' "$kept$path"
                end
            else if not string match -q -- \t'*' $line
                printf '%s\n' $line
            end
        end
    end

    complete -c sp -f -k -a '(__sp_complete)'

    """#
  }
}
