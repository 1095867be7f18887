/** Reads back what our own composer writes (RFC 2045, 2047): enough to see that a message arrived as it was meant. */
export function simpleParser(raw: string): { messageId: string; subject: string; text: string; html: string } {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const headers = head.replace(/\r\n[ \t]+/g, ' ')
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1]?.trim() ?? ''
  const boundary = /boundary="?([^";\s]+)/.exec(header('Content-Type'))?.[1] ?? ''
  const parts = rest.join('\r\n\r\n').split(`--${boundary}`)
  const part = (type: string) => parts.find(text => text.includes(`Content-Type: ${type}`)) ?? ''
  return {
    messageId: header('Message-ID'),
    subject: decodeWords(header('Subject')),
    text: body(part('text/plain')),
    html: body(part('text/html')),
  }
}

const decodeWords = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([QB])\?(.*?)\?=/gi, (_all, kind: string, coded: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(coded, 'base64').toString('latin1')
        : bytesOf(coded.replaceAll('_', ' ')),
    )
    .replace(/[\u0080-\u00ff]+/g, bytes => Buffer.from(bytes, 'latin1').toString('utf8'))

const bytesOf = (quoted: string): string =>
  quoted
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)))

function body(part: string): string {
  const [head = '', ...rest] = part.split('\r\n\r\n')
  const text = rest.join('\r\n\r\n')
  const decoded = /base64/i.test(head)
    ? Buffer.from(text, 'base64').toString('utf8')
    : Buffer.from(/quoted-printable/i.test(head) ? bytesOf(text) : text, 'latin1').toString('utf8')
  return decoded.replaceAll('\r\n', '\n').trimEnd()
}
