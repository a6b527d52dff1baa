/** What the place where text is printed can do. */
export interface Terminal {
  /** A person sits in front of it. */
  readonly interactive: boolean;
  /** How many characters fit on a line. */
  readonly columns: number;
  readonly colours: boolean;
  /** More than ASCII can be shown. */
  readonly unicode: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_COLUMNS = 80;
const FEWEST_COLUMNS = 40;

/** Describes a standard stream: what it is, and what the environment asks for. */
export function describeTerminal(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Environment,
): Terminal {
  const interactive = stream.isTTY === true;
  const asked = Number(environment.COLUMNS);
  const columns = (interactive ? stream.columns : undefined) || asked || DEFAULT_COLUMNS;
  return {
    interactive,
    columns: Math.max(FEWEST_COLUMNS, columns),
    colours: wantsColours(interactive, environment),
    unicode: speaksUnicode(environment),
  };
}

/** https://no-color.org and https://force-color.org, the latter first as in Node itself. */
function wantsColours(interactive: boolean, environment: Environment): boolean {
  const { FORCE_COLOR: force, NO_COLOR: none, TERM: term } = environment;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (none !== undefined && none !== '') return false;
  return interactive && term !== 'dumb';
}

/** The first variable that is set decides, as setlocale(3) has it. */
function speaksUnicode({ LC_ALL, LC_CTYPE, LANG }: Environment): boolean {
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
}
