export type SigningKey = {
  id: string;
  public_key: string;
  sealed: Buffer;
  created_at: Date;
  retired_at: Date | null;
};
