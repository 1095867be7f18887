const formats = new Map<string, Intl.DateTimeFormat | null>()

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone)
  if (known !== undefined) return known
  let made: Intl.DateTimeFormat | null = null
  try {
    made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  } catch {
    // Not a zone that this machine knows: the caller falls back and says so.
  }
  formats.set(zone, made)
  return made
}

/** True for an IANA time zone name that this machine knows. */
export const isTimeZone = (zone: string): boolean => formatOf(zone) !== null

/** The wall clock in `zone` at a moment (UTC ms): hours 0–23 and minutes. An unknown zone reads as UTC. */
export function localTime(at: number, zone: string): { hour: number; minute: number; text: string } {
  const text = (formatOf(zone) ?? formatOf('UTC'))?.format(at) ?? '00:00'
  return { hour: Number(text.slice(0, 2)), minute: Number(text.slice(3, 5)), text }
}
