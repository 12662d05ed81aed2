#!/bin/sh
# The call is one JSON object on a line of standard input; each line written is one record of the answer.
read -r call
name=$(printf '%s' "$call" | sed 's/.*"arguments":{"name":"\([^"]*\)".*/\1/')
while read -r language word; do
  printf '{"language":"%s","text":"%s, %s"}\n' "$language" "$word" "$name"
done <<END
en Hello
fr Bonjour
de Hallo
END
