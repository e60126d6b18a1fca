<?php
/**
 * Whether bytes are really the organisation's.
 *
 * @package Tocsin
 */

declare( strict_types=1 );

defined( 'ABSPATH' ) || exit;

/** Ed25519 (RFC 8032) over the exact bytes of a file, as the static copy carries it beside each file. */
final class Tocsin_Signature {
	/**
	 * @param string $bytes      The file.
	 * @param string $signature  The text of its `.sig` neighbour: base64.
	 * @param string $public_key 32 bytes in base64.
	 */
	public static function holds( string $bytes, string $signature, string $public_key ): bool {
		$signed = base64_decode( trim( $signature ), true );
		$key    = base64_decode( $public_key, true );
		if ( false === $signed || SODIUM_CRYPTO_SIGN_BYTES !== strlen( $signed ) ) {
			return false;
		}
		if ( false === $key || SODIUM_CRYPTO_SIGN_PUBLICKEYBYTES !== strlen( $key ) ) {
			return false;
		}
		return sodium_crypto_sign_verify_detached( $signed, $bytes, $key );
	}
}
