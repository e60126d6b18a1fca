<?php
/**
 * What the site's owner has set.
 *
 * @package Tocsin
 */

declare( strict_types=1 );

defined( 'ABSPATH' ) || exit;

/** The plugin's one option, checked on the way in and complete on the way out. */
final class Tocsin_Settings {
	public const OPTION = 'tocsin_settings';

	/** Languages Tocsin speaks. */
	private const LANGUAGES = array( 'fr', 'en' );

	/**
	 * @param string $origin     Address of the status page, without a slash at its end; empty when not set up.
	 * @param string $copy       Address of its static copy on another host; empty when there is none.
	 * @param string $public_key The organisation's Ed25519 key, base64; the copy is believed only when signed with it.
	 * @param string $language   'auto', 'fr' or 'en'.
	 * @param bool   $everywhere Whether the banner opens every page by itself.
	 */
	private function __construct(
		public readonly string $origin,
		public readonly string $copy,
		public readonly string $public_key,
		public readonly string $language,
		public readonly bool $everywhere
	) {}

	/** The settings as they are stored now. */
	public static function load(): self {
		$stored = get_option( self::OPTION, array() );
		$clean  = self::clean( is_array( $stored ) ? $stored : array() );
		return new self( $clean['origin'], $clean['copy'], $clean['public_key'], $clean['language'], $clean['everywhere'] );
	}

	/** The language of what is shown: the one set, or the one of the page. */
	public function spoken(): string {
		if ( 'auto' !== $this->language ) {
			return $this->language;
		}
		return str_starts_with( determine_locale(), 'fr' ) ? 'fr' : 'en';
	}

	/**
	 * What of a form may be stored; everything else becomes the default.
	 *
	 * @param mixed $typed What came with the form.
	 * @return array{origin: string, copy: string, public_key: string, language: string, everywhere: bool}
	 */
	public static function clean( $typed ): array {
		$typed    = is_array( $typed ) ? $typed : array();
		$language = (string) ( $typed['language'] ?? 'auto' );
		return array(
			'origin'     => self::address( $typed['origin'] ?? '' ),
			'copy'       => self::address( $typed['copy'] ?? '' ),
			'public_key' => self::key( $typed['public_key'] ?? '' ),
			'language'   => in_array( $language, self::LANGUAGES, true ) ? $language : 'auto',
			'everywhere' => ! array_key_exists( 'everywhere', $typed ) || (bool) $typed['everywhere'],
		);
	}

	/** @param mixed $typed An address somebody typed. */
	private static function address( $typed ): string {
		$address = is_string( $typed ) ? untrailingslashit( trim( $typed ) ) : '';
		$parts   = wp_parse_url( $address );
		if ( ! is_array( $parts ) || isset( $parts['user'] ) || empty( $parts['host'] ) ) {
			return '';
		}
		return in_array( $parts['scheme'] ?? '', array( 'https', 'http' ), true ) ? esc_url_raw( $address ) : '';
	}

	/** @param mixed $typed A key somebody pasted. */
	private static function key( $typed ): string {
		$key = is_string( $typed ) ? trim( $typed ) : '';
		$raw = base64_decode( $key, true );
		return false !== $raw && SODIUM_CRYPTO_SIGN_PUBLICKEYBYTES === strlen( $raw ) ? $key : '';
	}
}
