
# Completes the keys of a line of text and their values, behind a plus: mondrian:7+zo
_neurotty_line() {
    local word="${COMP_LINE:0:COMP_POINT}"
    word="${word##*[[:space:]]}"
    if [[ "$word" != *+* || "$word" == -* ]]; then
        _neurotty "$@"
        return
    fi
    local part="${word##*+}"
    local head="${word%"$part"}" parts="KEYS"
    [[ "$part" == *=* ]] && parts="VALUES"
    # Bash takes colons and equals signs for ends of words, and replaces what is behind the last one.
    local breaks="${COMP_WORDBREAKS//[^:=]/}" shown=""
    [[ -n "$breaks" ]] && shown="${word%"${word##*[$breaks]}"}"
    local IFS=$' \n'
    COMPREPLY=($(compgen -W "$parts" -- "$part"))
    COMPREPLY=("${COMPREPLY[@]/#/$head}")
    COMPREPLY=("${COMPREPLY[@]#"$shown"}")
    compopt -o nospace 2>/dev/null
}

complete -F _neurotty_line -o bashdefault -o default neurotty
