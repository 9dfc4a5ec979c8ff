import type { Initializer, Layer } from '../layers.ts';

/** A field that holds a number within bounds, or, where `words` are given, one of these instead. */
export interface NumberField {
  readonly kind: 'number';
  readonly isWhole: boolean;
  readonly low: number;
  readonly high: number;
  readonly words?: Readonly<Record<string, string>>;
}

/** A field that holds one of a few values; each with what it means. */
export interface ChoiceField<V extends string | number = string | number> {
  readonly kind: 'choice';
  readonly isNumeric: V extends number ? true : false;
  readonly values: Readonly<Record<V, string>>;
}

/** A field that is there and true, or not there. */
export interface FlagField {
  readonly kind: 'flag';
}

export interface InitializerField {
  readonly kind: 'initializer';
}

/** A field that holds layers, or, where `words` are given, one of these instead. */
export interface LayersField {
  readonly kind: 'layers';
  readonly words?: Readonly<Record<string, string>>;
}

export type FieldKind = NumberField | ChoiceField | FlagField | InitializerField | LayersField;

/** What a field means, and what a template has in its place. */
export interface Described {
  readonly note: string;
  readonly usual: unknown;
}

/** Fields of a layer, or of an initialisation, whose type is already known. */
export type Field = FieldKind & Described & { readonly isOptional?: true };

export interface Kind {
  readonly note: string;
  readonly fields: Readonly<Record<string, Field>>;
}

/** The kind that fits a field of type V: numbers can only be numbers, and choices must name every value that there is. */
type KindOf<V> = [V] extends [readonly Layer[]]
  ? LayersField & { readonly words?: never }
  : [V] extends [true]
    ? FlagField
    : [V] extends [number]
      ? number extends V
        ? NumberField & { readonly words?: never }
        : ChoiceField<V>
      : [V] extends [string]
        ? ChoiceField<V>
        : [V] extends [Initializer]
          ? InitializerField
          : [V] extends [number | string]
            ? NumberField & { readonly words: Readonly<Record<Extract<V, string>, string>> }
            : LayersField & { readonly words: Readonly<Record<Extract<V, string>, string>> };

type IsOptional<T, K extends keyof T> = Partial<Pick<T, K>> extends Pick<T, K> ? { readonly isOptional: true } : unknown;

/**
 * A schema of a union of types: an entry a type, and in it an entry a field, so that a layer, a field or a value that the schema does not
 * know does not compile, nor one that the schema alone knows.
 */
export type SchemaOf<U extends { readonly type: string }> = {
  readonly [T in U['type']]: {
    readonly note: string;
    readonly fields: FieldsOf<Extract<U, { readonly type: T }>>;
  };
};

type FieldsOf<T> = {
  readonly [K in Exclude<keyof T, 'type'>]-?: KindOf<Exclude<T[K], undefined>> & Described & IsOptional<T, K>;
};
