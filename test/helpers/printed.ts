/** What some code wrote to standard output and standard error. */
export interface Printed {
  stdout: string
  stderr: string
}

let listening = false

/** Runs code of the command line in this process, and keeps what it prints. One at a time. */
export async function printed<T>(work: () => Promise<T>): Promise<Printed & { value: T }> {
  if (listening) throw new Error('somebody listens already')
  listening = true
  const streams = [process.stdout, process.stderr].map(stream => {
    const { write } = stream
    const pieces: string[] = []
    stream.write = (piece: string | Uint8Array) => {
      pieces.push(typeof piece === 'string' ? piece : Buffer.from(piece).toString())
      return true
    }
    return { said: () => pieces.join(''), stop: () => Object.assign(stream, { write }) }
  })
  try {
    const value = await work()
    const [stdout = '', stderr = ''] = streams.map(({ said }) => said())
    return { value, stdout, stderr }
  } finally {
    for (const { stop } of streams) stop()
    listening = false
  }
}
