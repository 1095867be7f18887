import type { KeptStream } from './chosen.ts'

/** The typed address of a database, without its password. */
export interface Server {
  name: string
  host: string
  port: string
  database: string
  user: string
  mode: 'verify-full' | 'require' | 'disable'
}

export const NO_SERVER: Server = {
  name: 'PostgreSQL',
  host: '',
  port: '5432',
  database: '',
  user: '',
  mode: 'verify-full',
}

/** The stored settings of a source of kind `postgres` that the form shows. */
export interface DatabaseSettings {
  server: { url: string } | { host: string; port?: number; database: string; user: string }
  tls?: { mode?: Server['mode']; caFile?: string }
  timeoutSeconds?: number
  streams: readonly KeptStream[]
}

const TIMEOUT = 60

/** The form of a connected database; a connection URL is split into its parts. */
export function serverOf(name: string, { server, tls }: DatabaseSettings): Server {
  const mode = tls?.mode ?? 'verify-full'
  if (!('url' in server)) return { ...server, name, mode, port: String(server.port ?? 5432) }
  const url = URL.parse(server.url)
  return {
    name,
    mode,
    host: url?.hostname ?? '',
    port: url?.port || '5432',
    database: decodeURIComponent(url?.pathname.slice(1) ?? ''),
    user: decodeURIComponent(url?.username ?? ''),
  }
}

/** The server as the contract expects it; `kept` holds the settings that no form shows. */
export const serverConfig = ({ host, port, database, user, mode }: Server, kept?: DatabaseSettings) => ({
  server: { host: host.trim(), port: Number(port) || 5432, database: database.trim(), user: user.trim() },
  tls: { ...kept?.tls, mode },
  timeoutSeconds: kept?.timeoutSeconds ?? TIMEOUT,
})
