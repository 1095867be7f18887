/** Channel names between the main process and the preload. */
export const PAGE_SAYS_CHANNEL = 'window:page-says'
export const WINDOW_SAYS_CHANNEL = 'window:says'
