/** Channel names between the main process and the preload. */
export const PAGE_SAYS_CHANNEL = 'window:page-says'
export const WINDOW_SAYS_CHANNEL = 'window:says'

/** The query by which a page knows that it is the window of one issue. */
export const ISSUE_WINDOW = 'issue-window'
