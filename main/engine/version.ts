import manifest from '../../package.json' with { type: 'json' }

/** The app's version, from its package. */
export const APP_VERSION: string = manifest.version

/**
 * The AppImage that this process was started from; null where it was started otherwise. The variable is handed on to
 * every program that an AppImage starts, so it counts only where this program lies in what that AppImage mounted.
 */
export function ownAppImage(env: Record<string, string | undefined>, program: string): string | null {
  const { APPIMAGE, APPDIR } = env
  return APPIMAGE && APPDIR && program.startsWith(`${APPDIR.replace(/\/$/, '')}/`) ? APPIMAGE : null
}
