/**
 * The only hosts that this process may connect to; null: any. It belongs to the process as its umask does, so that no
 * client, opened by any person with any settings, gets past it.
 */
let only: readonly string[] | null = null

/** Holds every later connection of this process to these hosts; null lets go of them. */
export const confineTo = (hosts: readonly string[] | null): void => {
  only = hosts
}

/** Whether this process is held to a list of hosts. */
export const isConfined = (): boolean => only !== null

/** Why this process may not connect to a host, or null. */
export const confinement = (host: string, port: string | number): string | null =>
  only === null || isPermitted(only, host, String(port))
    ? null
    : `${host} is not among the hosts that your administrator allows.`

/** Whether a list names a host: by name, with its port, or by `*.domain` for every host below a domain. */
export function isPermitted(hosts: readonly string[], host: string, port: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  const bare = name.replace(/^\[|\]$/g, '')
  const spellings = [bare, `[${bare}]`].flatMap(spelt => [spelt, `${spelt}:${port}`])
  const below = (domain: string) => [domain, `${domain}:${port}`]
  const domains = bare.split('.').map((_, n, labels) => labels.slice(n).join('.'))
  const wild = domains
    .slice(1)
    .flatMap(below)
    .map(domain => `*.${domain}`)
  return hosts.some(entry => spellings.includes(entry) || wild.includes(entry))
}
