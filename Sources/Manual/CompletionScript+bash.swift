extension CompletionScript {
  static func bash(_ question: String) -> String {
    #"""
    # bash completion for sp: sp itself answers every word. Written by `sp completion bash`.
    # shellcheck shell=bash

    # A word without its quotes and backslashes, in REPLY.
    _sp_plain() {
      local rest=$1 quote='' char
      REPLY=''
      while [[ -n $rest ]]; do
        char=${rest:0:1} rest=${rest:1}
        if [[ $quote == "'" ]]; then
          if [[ $char == "'" ]]; then quote=''; else REPLY+=$char; fi
        elif [[ $char == \\ ]]; then
          REPLY+=${rest:0:1} rest=${rest:1}
        elif [[ $char == "$quote" ]]; then
          quote=''
        elif [[ -z $quote && ( $char == "'" || $char == '"' ) ]]; then
          quote=$char
        else
          REPLY+=$char
        fi
      done
    }

    # A text as the shell must be given it, in REPLY.
    _sp_quoted() {
      REPLY=$1
      [[ $1 == *[!A-Za-z0-9_.,:=@%+/-]* ]] || return
      printf -v REPLY %q "$1"
      REPLY=${REPLY//\\,/,}
    }

    _sp() {
      local IFS=$' \t\n' REPLY line piece rest=${COMP_LINE:0:COMP_POINT} about count=0 width=0 index
      local typed broken='' nospace='' takes_files='' kept='' shares=1 quote=''
      local -a words=() plain=() texts=() abouts=()
      COMPREPLY=()

      # bash splits words at : and =; what no space parts belongs together.
      for ((index = 0; index <= COMP_CWORD; index++)); do
        piece=${COMP_WORDS[index]}
        if [[ $index -eq 0 || $rest == [[:space:]]* ]]; then words+=(''); fi
        rest=${rest#"${rest%%[![:space:]]*}"}
        if ((index == COMP_CWORD)); then piece=$rest; fi
        words[${#words[@]} - 1]+=$piece
        rest=${rest#"$piece"}
      done
      for piece in "${words[@]}"; do
        _sp_plain "$piece"
        plain+=("$REPLY")
      done
      typed=${plain[${#plain[@]} - 1]}
      piece=${words[${#words[@]} - 1]}
      case $piece in
        [\'\"]*) quote=${piece:0:1} ;;
        *[$COMP_WORDBREAKS]*)
          # What stands before the last break is not replaced.
          rest=${piece##*["$COMP_WORDBREAKS"]}
          if [[ ${piece%"$rest"} == *@ ]]; then rest=@$rest; fi
          _sp_plain "${piece%"$rest"}"
          broken=$REPLY
          ;;
      esac

      while IFS= read -r line; do
        case $line in
          $'\tnospace') nospace=1 ;;
          $'\tfiles'*) takes_files=1 kept=${line#$'\tfiles'} ;;
          '') ;;
          *)
            texts+=("${line%%$'\t'*}")
            abouts+=("${line#*$'\t'}")
            ;;
        esac
      done < <("${plain[0]/#\~\//$HOME/}" \#(question) "${plain[@]:1}" 2>/dev/null)

      compopt -o nosort 2>/dev/null
      if [[ $nospace ]]; then compopt -o nospace 2>/dev/null; fi
      for line in ${texts[@]+"${texts[@]}"}; do
        count=$((count + 1))
        ((${#line} > width)) && width=${#line}
        [[ $line == "$typed"* ]] || shares=''
      done
      if ((count > 1)) && [[ $COMP_TYPE == 63 || $COMP_TYPE == 33 ]]; then
        # A list for the eye: with descriptions, each on its line.
        for ((index = 0; index < count; index++)); do
          about=${abouts[index]}
          printf -v line '%-*s  %s' "$width" "${texts[index]}" "$about"
          line=${line#"$broken"}
          COMPREPLY+=("${line:0:${COLUMNS:-80}-2}")
        done
        # An item that begins otherwise keeps bash from putting the common beginning in place of what was typed.
        if [[ -z $shares && $COMP_TYPE == 33 ]]; then COMPREPLY+=(' '); fi
      elif ((count == 1)) || [[ $shares || $COMP_TYPE == 37 ]]; then
        for line in ${texts[@]+"${texts[@]}"}; do
          REPLY=${line#"$broken"}
          if [[ -z $quote ]]; then _sp_quoted "$REPLY"; fi
          COMPREPLY+=("$REPLY")
        done
      fi
      if [[ $takes_files && $typed == "$kept"* ]]; then
        # bash would quote an @ as it quotes names of files.
        if [[ $kept != *@ ]]; then compopt -o filenames 2>/dev/null; fi
        while IFS= read -r line; do
          REPLY=$kept$line
          REPLY=${REPLY#"$broken"}
          if [[ $kept == *@ ]]; then
            _sp_quoted "$REPLY"
            if [[ -d ${line/#\~\//$HOME/} ]]; then
              REPLY+=/
              compopt -o nospace 2>/dev/null
            fi
          fi
          COMPREPLY+=("$REPLY")
        done < <(compgen -f -- "${typed#"$kept"}")
      fi
    }

    complete -F _sp sp

    """#
  }
}
