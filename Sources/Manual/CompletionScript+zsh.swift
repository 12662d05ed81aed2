extension CompletionScript {
  static func zsh(_ question: String) -> String {
    #"""
    #compdef sp
    # zsh completion for sp: sp itself answers every word. Written by `sp completion zsh`.

    _sp() {
      local line text about kept takes_files shares=1
      local -i width=0
      local -a values abouts shown before extra
      before=("${(@Q)words[2,CURRENT-1]}")
      for line in "${(@f)$("${~${(Q)words[1]}}" \#(question) "${before[@]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
        case $line in
          ($'\tnospace') extra=(-S '') ;;
          ($'\tfiles'*) takes_files=1 kept=${line#$'\tfiles'} ;;
          ('') ;;
          (*)
            text=${line%%$'\t'*} about=${line#*$'\t'}
            values+=("$text") abouts+=("$about")
            (( ${#text} > width )) && width=${#text}
            [[ $text == "${(Q)PREFIX}"* ]] || shares=
            ;;
        esac
      done

      if (( $#values )); then
        for line in {1..$#values}; do
          if [[ -n $abouts[line] ]]; then
            text="${(r:width:)values[line]}  -- $abouts[line]"
            shown+=("${text[1,COLUMNS-1]}")
          else
            shown+=("$values[line]")
          fi
        done
        [[ -n ${(j::)abouts} ]] && extra+=(-l)
        if [[ -n $shares ]]; then
          compadd -V sp -d shown "${(@)extra}" -a values
        else
          # Found by their titles: what was typed stays until one is left, or another Tab goes through them.
          compadd -V sp -U -d shown "${(@)extra}" -a values
          if (( $#values > 1 )) && [[ $compstate[insert] == *unambiguous* ]]; then
            compstate[insert]=
            compstate[list]='list force'
          fi
        fi
      fi
      if [[ -n $takes_files ]]; then
        [[ -n $kept ]] && compset -P "${(b)kept}"
        _files
      fi
    }

    if [[ $funcstack[1] == _sp ]]; then _sp "$@"; else compdef _sp sp; fi

    """#
  }
}
