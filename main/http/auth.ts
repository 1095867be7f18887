/** Credentials by name, such as a keychain. */
export interface Secrets {
  get(name: string): Promise<string | null>
  /** Null forgets it. */
  set(name: string, value: string | null): Promise<void>
}

/** How requests prove who asks. What is called `secret` is a name to look up, never the value. */
export type Auth =
  | { kind: 'none' }
  | { kind: 'bearer'; secret: string }
  /** `user` may be empty; without `secret` the password is empty; `userSecret` takes the user from the secrets too. */
  | { kind: 'basic'; user?: string; userSecret?: string; secret?: string; password?: string }
  | { kind: 'api_key'; in: 'header' | 'query'; name: string; prefix?: string; secret: string }
  | OAuth

export interface OAuth {
  kind: 'oauth2'
  grant: 'refresh_token' | 'client_credentials'
  tokenUrl: string
  clientId: string
  /** Absent for a public client. */
  clientSecret?: string
  /** Needed for the grant `refresh_token`; renewed in place where the server rotates it. */
  refreshSecret?: string
  /** Where the current access token is kept: JSON of token and expiry. */
  tokenSecret: string
  scope?: string
  /** How the client names itself at the token server; `body` where its documentation says so. */
  client?: 'basic' | 'body'
}
