/**
 * Why no usable answer came. `sent`: the request may have reached the server, so what it asks for may have been done.
 * `why` is for a person; it names the host, never a credential.
 */
export interface HttpTrouble {
  kind: 'refused_address' | 'unreachable' | 'tls' | 'timeout' | 'cut_off' | 'too_large' | 'redirected' | 'stopped'
  sent: boolean
  why: string
}
