import type { ColumnType, Generated } from "kysely";
import type { Colours } from "../../domain/colours.ts";
import type { Language, TwoLanguages } from "../../domain/language.ts";
import type { WorkEffect, WorkState } from "../../domain/maintenance.ts";
import type { FooterLink, LogoType } from "../../domain/page-look.ts";
import type { Json } from "./columns.ts";

export type MaintenanceTable = {
  id: string;
  title: Json<TwoLanguages>;
  message: Json<TwoLanguages>;
  starts_at: Date;
  ends_at: Date;
  point_ids: string[];
  effect: WorkEffect;
  firm: boolean;
  drill: Generated<boolean>;
  state: WorkState;
  version: number;
  began_at: Date | null;
  ended_at: Date | null;
  updated_at: Date;
};

export type MaintenanceUpdateTable = {
  id: string;
  maintenance_id: string;
  state: WorkState;
  text: ColumnType<TwoLanguages | null, string | null, string | null>;
  at: Date;
};

export type PublicPageTable = {
  id: string;
  slug: string | null;
  name: Json<TwoLanguages>;
  domain: string | null;
  language: Language;
  colours: ColumnType<Colours | null, string | null, string | null>;
  footer: ColumnType<FooterLink | null, string | null, string | null>;
  point_ids: string[];
  platform_ids: string[];
  general_incidents: boolean;
  logo: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
  logo_type: ColumnType<LogoType | null, LogoType | null | undefined, LogoType | null>;
  updated_at: Date;
};
