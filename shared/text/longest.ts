/** Letters of a text that is searched for: more of them name nothing. */
export const LONGEST_SEARCH = 200
