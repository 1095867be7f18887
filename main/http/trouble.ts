/**
 * Why no usable answer came. `sent`: the request may have reached the server, so what it asks for may have been done.
 * `why` is for a person; it names the host, never a credential.
 *
 * `refused_address`: the guard did not let it connect · `unsendable`: the address or a header cannot be put on the wire ·
 * `unreachable`: no such host, or nobody listens · `cut_off`: the connection ended, or the body is not what its headers
 * say · `too_large`: more decoded bytes than allowed · `redirected`: the answer points elsewhere · `stopped`: by us · `no_credential`: none is stored, or the token server refuses to renew it.
 */
export interface HttpTrouble {
  kind:
    | 'refused_address'
    | 'unsendable'
    | 'unreachable'
    | 'tls'
    | 'timeout'
    | 'cut_off'
    | 'too_large'
    | 'redirected'
    | 'stopped'
    | 'no_credential'
  sent: boolean
  why: string
}
