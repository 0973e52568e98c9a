# Completes the first word: a task or ART.
(( $+functions[_neurotty_first] )) ||
_neurotty_first() {
    [[ $PREFIX == *[+:./@]* ]] || _neurotty_commands
    _neurotty_art
}

# Completes ART: a preset, a list or a file; behind a plus the keys of a line of text and their values.
(( $+functions[_neurotty_art] )) ||
_neurotty_art() {
    if ! compset -P '*+'; then
        local arts=(ARTS)
        _alternative 'arts:artwork:compadd -a arts' 'files:file:_files'
    elif [[ $PREFIX == *=* ]]; then
        compadd -S '' -- VALUES
    else
        compadd -S '' -- KEYS
    fi
}

