import { own } from '../../../shared/foreign/own.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Manifest } from '../../../shared/source/manifest.ts'
import type { Auth } from '../../http/auth.ts'
import { findsPattern } from '../../template/pattern.ts'
import { withSettings } from './template.ts'

/** Where the access token of OAuth 2 is kept, beside the manifest's own secrets. */
const ACCESS_TOKEN = 'oauth_access_token'

/** Text that would change the meaning of an address, a header or an expression. */
const DANGEROUS = /[\p{Cc}'"`\\{}<>]/u

/** Puts the settings into a manifest, defaults included; says which one is missing or does not fit. */
export function fillSettings(manifest: Manifest, given: Readonly<Record<string, string>>): Result<Manifest> {
  const values: Record<string, string> = {}
  for (const { key, label, default: usual, pattern, choices, example } of manifest.settings) {
    const value = own(given, key)?.trim() || usual
    const such = example === undefined ? '' : ` such as ${example}`
    if (value === undefined)
      return fail(
        'invalid',
        `${manifest.name} cannot be read yet.`,
        `${label} is missing.`,
        `Enter it,${such || ' as it is there'}.`,
      )
    const fits = choices ? Object.hasOwn(choices, value) : findsPattern(pattern, value) && !DANGEROUS.test(value)
    if (!fits)
      return fail(
        'invalid',
        `${manifest.name} cannot be read yet.`,
        `“${value}” cannot be ${label}.`,
        `Enter it again${such && `,${such}`}.`,
      )
    values[key] = value
  }
  const filled = withSettings(manifest, values)
  if (URL.canParse(filled.baseUrl)) return ok(filled)
  return fail(
    'invalid',
    `${manifest.name} cannot be read yet.`,
    `${filled.baseUrl} is not an address.`,
    'Check the settings.',
  )
}

/** How requests prove who asks, with the settings filled in. */
export function authOf({ auth }: Manifest): Auth {
  switch (auth.kind) {
    case 'none':
      return auth
    case 'bearer':
      return auth
    case 'basic':
      return {
        kind: 'basic',
        ...(auth.user === undefined ? {} : { user: auth.user }),
        ...(auth.userSecret === undefined ? {} : { userSecret: auth.userSecret }),
        ...(auth.secret === undefined ? {} : { secret: auth.secret }),
        ...(auth.password === undefined ? {} : { password: auth.password }),
      }
    case 'api_key': {
      const { prefix, ...rest } = auth
      return prefix === undefined ? rest : { ...rest, prefix }
    }
    case 'oauth2':
      return {
        kind: 'oauth2',
        grant: auth.grant,
        tokenUrl: auth.tokenUrl,
        clientId: auth.clientId,
        tokenSecret: ACCESS_TOKEN,
        client: auth.client,
        ...(auth.clientSecret === undefined ? {} : { clientSecret: auth.clientSecret }),
        ...(auth.refreshSecret === undefined ? {} : { refreshSecret: auth.refreshSecret }),
        ...(auth.scopes.length > 0 ? { scope: auth.scopes.join(' ') } : {}),
      }
  }
}
