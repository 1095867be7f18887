import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, resolve, sep } from 'node:path'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
}

/** Stands in the built page where each answer puts its own nonce. */
const NONCE = '__CSP_NONCE__'

/** An answer to the page's request for one of its own files. */
export interface PageFile {
  status: number
  headers: Record<string, string>
  body: Uint8Array<ArrayBuffer>
}

/**
 * The content policy, the same in every shell: files of our own and nothing else; no inline script, no eval, no frames.
 * Style elements made by the interface kit carry a nonce that is new with every page load; scripts have none.
 */
export function contentPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function headers(nonce: string, type: string): Record<string, string> {
  return {
    'Content-Type': type,
    'Content-Security-Policy': contentPolicy(nonce),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
    'Cache-Control': 'no-cache',
  }
}

/** The file below `root` that a URL path names; null for whatever would leave the folder or is not a plain path. */
export function fileFor(root: string, urlPath: string): string | null {
  let path: string
  try {
    path = decodeURIComponent(urlPath)
  } catch {
    return null
  }
  // Checked after decoding: `..%2f` and `%5c` are how a path hides where it leads.
  if (!path.startsWith('/') || /[\\\0:]/.test(path) || path.split('/').includes('..')) return null
  const file = resolve(root, `.${path === '/' ? '/index.html' : path}`)
  return file.startsWith(root + sep) ? file : null
}

const text = (status: number, words: string): PageFile => ({
  status,
  headers: headers('none', 'text/plain; charset=utf-8'),
  body: new TextEncoder().encode(words),
})

/** A plain refusal with the headers every answer carries. */
export const refusal = text

/** Reads one file of the page. The page itself gets the nonce in its meta element, where its scripts find it. */
export async function pageFile(root: string, urlPath: string): Promise<PageFile> {
  const file = fileFor(resolve(root), urlPath)
  const type = file && TYPES[extname(file)]
  if (!file || !type) return text(404, 'Not found')
  try {
    const content = await readFile(file)
    const nonce = randomBytes(16).toString('base64')
    if (extname(file) !== '.html') return { status: 200, headers: headers(nonce, type), body: new Uint8Array(content) }
    const page = content.toString('utf8').replaceAll(NONCE, nonce)
    return { status: 200, headers: headers(nonce, type), body: new TextEncoder().encode(page) }
  } catch {
    return text(404, 'Not found')
  }
}
