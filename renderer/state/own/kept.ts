/** What a person has set for themselves on this computer; null where nothing is kept or the browser keeps nothing. */
export function readOwn(name: string): string | null {
  try {
    return localStorage.getItem(`forestall-${name}`)
  } catch {
    return null
  }
}

/** Keeps what a person has set; null forgets it. Where nothing can be kept, it holds until the page is closed. */
export function keepOwn(name: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(`forestall-${name}`)
    else localStorage.setItem(`forestall-${name}`, text)
  } catch {
    // A full disk, or a browser that keeps nothing, must not keep anybody from working.
  }
}

/** Calls `told` when another window of this computer has set it. */
export function hearOwn(name: string, told: (text: string | null) => void): void {
  if (typeof window === 'undefined') return
  window.addEventListener('storage', event => {
    if (event.key === `forestall-${name}`) told(event.newValue)
  })
}
