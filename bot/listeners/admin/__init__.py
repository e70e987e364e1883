"""The administrators' verbs: the router has the table, the context what every verb may use."""
