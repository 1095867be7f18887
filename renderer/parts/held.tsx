/** Says why a setting cannot be changed. */
export const SetByAdministrator = () => <span className="quiet">set by your administrator</span>
