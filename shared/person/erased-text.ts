/** What stands in a text where a person was erased from it. */
export const erasedText = (hash: string): string => `erased:${hash}`

/** Whether somebody was erased from a text, so that it says nothing that may be sent. */
export const holdsErased = (text: string): boolean => /\berased:[0-9a-f]{32}\b/.test(text)
