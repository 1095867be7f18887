import { own } from '../../shared/foreign/own.ts'

const REASONS: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is from an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is from an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate is from an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is from an authority that is not trusted here',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet, or the clock of this computer is wrong',
  CERT_REVOKED: 'its certificate was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  HOSTNAME_MISMATCH: 'its certificate is for another name',
  EPROTO: 'it does not speak TLS at this port, or only an old version',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS at this port, or only an old version',
}

/** Why there is no secure connection to a host, in one sentence. `code`: as Node and OpenSSL name the cause. */
export const noSecureConnection = (host: string, code: string): string => {
  const reason = own(REASONS, code)
  return `No secure connection to ${host}${reason === undefined ? ` (${code || 'no reason given'})` : `: ${reason}`}.`
}
