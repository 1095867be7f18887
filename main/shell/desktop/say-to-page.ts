import type { WebContents } from 'electron'
import { WINDOW_SAYS_CHANNEL } from '../../../shared/desktop/channels.ts'
import type { WindowSays } from '../../../shared/desktop/page-says.ts'

/** Tells a page something, as long as there is one. */
export function sayToPage(page: WebContents | null | undefined, said: WindowSays): void {
  if (page && !page.isDestroyed()) page.postMessage(WINDOW_SAYS_CHANNEL, said)
}
