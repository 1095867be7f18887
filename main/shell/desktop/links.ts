import { app, type WebContents } from 'electron'
import { type EngineNotice, NOTICE_CHANNEL } from '../../../shared/bridge.ts'
import { LINK_SCHEME, linkAmong, parseLink } from '../../../shared/deep-link.ts'

/** Links that the system hands to this app, on their way to the page. */
export interface Links {
  /** Looks for a link among the arguments of a start. */
  fromArguments(args: readonly string[]): void
  /** Takes a link as the system hands it over on macOS. */
  take(link: string): void
  /** The page is there: what waited goes to it, and what comes later. */
  connect(page: WebContents): void
}

/**
 * A link can only navigate: what reaches the page is a link that was read and is as `linkTo` writes it, or the bare fact
 * that there was one which is not. Among several that come before the page is there, the last one counts.
 */
export function createLinks(): Links {
  let page: WebContents | null = null
  let waiting: EngineNotice | null = null
  const hand = () => {
    if (!waiting || !page || page.isDestroyed()) return
    page.postMessage(NOTICE_CHANNEL, waiting)
    waiting = null
  }
  const take = (link: string) => {
    waiting = { kind: 'link', link: parseLink(link) ? link : null }
    hand()
  }
  return {
    take,
    fromArguments: args => {
      const link = linkAmong(args)
      if (link !== null) take(link)
    },
    connect: asking => {
      page = asking
      hand()
    },
  }
}

/** A checkout would register Electron itself, so only the installed app becomes the one that opens these links. */
export function registerLinks(): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
}
