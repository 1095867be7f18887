import { protocol, type Session } from 'electron'
import { pageFile, refusal } from '../page-files.ts'

/** The page's own origin. It is served from the bundle by us, never from file:// and never from the network. */
export const ORIGIN = 'app://forestall'
export const PAGE = `${ORIGIN}/`

/** Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the bundled page, and nothing outside `root`. */
export function serveScheme(session: Session, root: string): void {
  session.protocol.handle('app', async request => {
    const url = new URL(request.url)
    const allowed = request.method === 'GET' && url.host === 'forestall'
    const { status, headers, body } = allowed ? await pageFile(root, url.pathname) : refusal(403, 'Refused')
    return new Response(body, { status, headers })
  })
}

/** Is this the page that we serve? Asked of every navigation and of every sender of a message. */
export function isOurPage(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return url.protocol === 'app:' && url.host === 'forestall' && (url.pathname === '/' || url.pathname === '/index.html')
}
