/** What Framework serves to pages as `npm:` names, for those packages whose types are not found under that name. */
declare module "npm:htl" {
  interface Tag<T> {
    (strings: TemplateStringsArray, ...values: unknown[]): T;
    fragment(strings: TemplateStringsArray, ...values: unknown[]): DocumentFragment;
  }
  /** One element, with what is interpolated escaped; several are wrapped in a span, or are a fragment's. */
  export const html: Tag<HTMLElement>;
  export const svg: Tag<SVGElement>;
}

/** What pages use of Observable Inputs, which ships no types. */
declare module "npm:@observablehq/inputs" {
  type Row = Readonly<Record<string, unknown>>;
  interface TableOptions<R extends Row> {
    readonly select?: boolean;
    readonly rows?: number;
    readonly layout?: "fixed" | "auto";
    readonly sort?: keyof R & string;
    readonly reverse?: boolean;
    readonly format?: {readonly [key in keyof R]?: (value: never) => Node | string};
    readonly align?: {readonly [key in keyof R]?: "left" | "right" | "center"};
    readonly header?: {readonly [key in keyof R]?: string};
    readonly width?: {readonly [key in keyof R]?: number};
  }
  export function table<R extends Row>(data: readonly R[], options?: TableOptions<R>): HTMLFormElement;
}
